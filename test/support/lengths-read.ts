import { vi } from "vitest";

/**
 * The lengths of all texts that are brought into one form (`String.prototype.normalize`) meanwhile, or with `replaceAll` of those
 * that are escaped. That is what takes time where names are compared and texts are shown, and unlike time it can be counted.
 */
export async function lengthsRead(
  work: () => unknown,
  method: "normalize" | "replaceAll" = "normalize",
): Promise<number[]> {
  const lengths: number[] = [];
  const original: (...given: never[]) => string = String.prototype[method];
  const spy = vi.spyOn(String.prototype, method).mockImplementation(function (
    this: string,
    ...given: unknown[]
  ) {
    lengths.push(this.length);
    return original.apply(this, given as never[]);
  });
  try {
    await work();
  } finally {
    spy.mockRestore();
  }
  return lengths;
}
