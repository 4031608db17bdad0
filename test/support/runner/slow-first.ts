import { BaseSequencer, type TestSpecification } from "vitest/node";

/** Where files wait for real processes, real leases and a real browser: begun last, they would be waited for alone. */
const slowFolders = ["/test/black-box/", "/test/main/told-once/", "/test/sandbox/page/"];

/** Vitest's order, which knows how long each file took once it has run here, but what is slow anywhere goes first. */
export class SlowFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const sorted = await super.sort(files);
    return [...sorted.filter(isSlow), ...sorted.filter((file) => !isSlow(file))];
  }
}

function isSlow({ moduleId }: TestSpecification): boolean {
  return slowFolders.some((folder) => moduleId.includes(folder));
}
