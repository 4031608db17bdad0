import { vi } from "vitest";

/**
 * The lengths of all texts that are brought into one form (`String.prototype.normalize`) meanwhile. That is what takes
 * time where names are compared, and unlike time it can be counted.
 */
export async function lengthsRead(work: () => unknown): Promise<number[]> {
  const lengths: number[] = [];
  const { normalize } = String.prototype;
  const spy = vi.spyOn(String.prototype, "normalize").mockImplementation(function (
    this: string,
    form?: string,
  ) {
    lengths.push(this.length);
    return normalize.call(this, form);
  });
  try {
    await work();
  } finally {
    spy.mockRestore();
  }
  return lengths;
}
