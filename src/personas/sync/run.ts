import { setTimeout as sleep } from "node:timers/promises";
import { randomId } from "../../random-id.ts";
import { onAnswerMoved } from "../../work.ts";
import type { SyncDeps } from "../deps.ts";
import {
  readAsked,
  readState,
  type StoredProgress,
  writeAsked,
  writeProgress,
  writeSummary,
} from "./stored-run.ts";
import type { SyncPhase, SyncProgress, SyncRequest, SyncState, SyncStop, SyncSummary } from "./sync-verbs.ts";

/** How often the lease is renewed, the progress told and Cancel looked for. */
const beatMs = 1000;

type RunDeps = Pick<SyncDeps, "runs" | "ending"> & { linking: Pick<SyncDeps["linking"], "now" | "log"> };

/** Ends a run between two steps. */
export class SyncStopped extends Error {
  override readonly name = "SyncStopped";
  readonly stop: SyncStop;

  constructor(stop: SyncStop) {
    super(stop.kind);
    this.stop = stop;
  }
}

/** One sync under way, leased in the database: no other runs for its tenant while this process lives. */
export class SyncRun {
  readonly startedMs: number;
  readonly progress: StoredProgress = { phase: "checkingAccount", done: 0, total: undefined };
  readonly #deps: RunDeps;
  readonly #request: SyncRequest;
  readonly #runId: string;
  readonly #onProgress: (progress: SyncProgress) => void;
  readonly #timer: NodeJS.Timeout;
  #beating: Promise<void> = Promise.resolve();
  #noting: Promise<void> = Promise.resolve();
  #stop: SyncStop | undefined;
  readonly #stopping = new AbortController();
  /** Its own end, and that of its process. */
  readonly #endings: AbortSignal;

  /** Undefined: another run is under way, or goes on, or went on, with what this one was to. */
  static async begin(
    deps: RunDeps,
    request: SyncRequest,
    onProgress: (progress: SyncProgress) => void,
  ): Promise<SyncRun | undefined> {
    const runId = randomId(12);
    const { tenantId, mode, startedBy, resumes } = request;
    const progress = writeProgress({ phase: "checkingAccount", done: 0, total: undefined });
    const isBegun = await deps.runs.begin(tenantId, {
      runId,
      mode,
      startedBy,
      progress,
      asked: writeAsked(request),
      resumes,
    });
    if (!isBegun) return undefined;
    const run = new SyncRun(deps, request, { runId, onProgress });
    // It may have been to stop before its process died.
    if (resumes !== undefined) await run.#keepLease();
    return run;
  }

  private constructor(
    deps: RunDeps,
    request: SyncRequest,
    { runId, onProgress }: { runId: string; onProgress: (progress: SyncProgress) => void },
  ) {
    this.#deps = deps;
    this.#request = request;
    this.#runId = runId;
    this.#onProgress = onProgress;
    this.startedMs = deps.linking.now();
    this.#endings = AbortSignal.any([this.#stopping.signal, deps.ending]);
    this.#timer = setInterval(() => {
      this.#beating = this.#beat();
    }, beatMs);
    // What shows how far it is would say so for ever, were nobody to find it whoever goes on with this.
    onAnswerMoved(() => {
      this.#noting = this.#keepLease();
    });
  }

  /** Throws SyncStopped when the last phase was to be the last. */
  enter(phase: SyncPhase, total?: number): void {
    this.checkStop();
    Object.assign(this.progress, { phase, done: 0, total });
  }

  /** Aborts when it is to stop, for what takes long within a step. */
  get stopping(): AbortSignal {
    return this.#endings;
  }

  /** The check between two steps; throws SyncStopped. */
  checkStop(): void {
    if (this.#deps.ending.aborted) this.#stop ??= { kind: "handedOver" };
    if (this.#stop) throw new SyncStopped(this.#stop);
  }

  /** Waits, and throws SyncStopped when somebody presses Cancel meanwhile. */
  async rest(ms: number): Promise<void> {
    const pieceMs = Math.min(ms, beatMs);
    for (let restedMs = 0; restedMs < ms; restedMs += pieceMs) {
      this.checkStop();
      await sleep(pieceMs);
    }
    this.checkStop();
  }

  /** `summary` is undefined when a mistake of ours ended it. False: as in `handOver`. */
  async end(summary: SyncSummary | undefined): Promise<boolean> {
    await this.#stopBeating();
    const end = { ...this.#written(), summary: summary ? writeSummary(summary) : null };
    return (await this.#deps.runs.end(this.#request.tenantId, end)) || !(await this.#isGoneOnWith());
  }

  /** It is not over: another process goes on with it. False: one has done so already, while this one stood still. */
  async handOver(): Promise<boolean> {
    await this.#stopBeating();
    const { runs } = this.#deps;
    return (await runs.handOver(this.#request.tenantId, this.#written())) || !(await this.#isGoneOnWith());
  }

  /** It stays this process's until its person has been told that another one goes on with it. False: as in `handOver`. */
  async hold(): Promise<boolean> {
    await this.#stopBeating();
    // What stood still has not heard yet that it was taken over.
    await this.#keepLease();
    return this.#stop?.kind !== "takenOver" || !(await this.#isGoneOnWith());
  }

  /** Another process took this one for dead, and does for whoever asked what this one was to do. */
  async #isGoneOnWith(): Promise<boolean> {
    const { tenantId, interactionId = this.#runId } = this.#request;
    const latest = await this.#deps.runs.find(tenantId);
    if (!latest || latest.runId === this.#runId) return false;
    return readAsked({ ...latest, tenantId }).interactionId === interactionId;
  }

  async #stopBeating(): Promise<void> {
    clearInterval(this.#timer);
    await Promise.all([this.#beating, this.#noting]);
  }

  #written() {
    return { runId: this.#runId, progress: writeProgress(this.progress) };
  }

  /** Ends the beats only: whoever asks will find a run whose process died. */
  abandon(): void {
    clearInterval(this.#timer);
  }

  async #beat(): Promise<void> {
    await this.#keepLease();
    // How far another one is that one says itself.
    if (this.#stop?.kind === "takenOver") return;
    const { mode, startedBy } = this.#request;
    const { startedMs } = this;
    const isCancelling = this.#stop?.kind === "cancelled";
    this.#onProgress({ ...this.progress, mode, startedBy, startedMs, isCancelling });
  }

  /** Writes how far it is, and where that is shown. */
  async #keepLease(): Promise<void> {
    const { tenantId } = this.#request;
    try {
      const progress = writeProgress(this.progress);
      const beat = await this.#deps.runs.beat(tenantId, { runId: this.#runId, progress });
      if (!beat) this.#stop = { kind: "takenOver" };
      else if (beat.isCancelling) this.#stop ??= { kind: "cancelled" };
      if (this.#stop) this.#stopping.abort();
    } catch (error) {
      // The next beat tries again; when none comes through, the lease ends and another run may begin.
      this.#deps.linking.log.warn({ tenant: tenantId, err: error }, "a sync could not keep its lease");
    }
  }
}

export async function syncState(deps: Pick<SyncDeps, "runs">, tenantId: string): Promise<SyncState> {
  return readState(await deps.runs.find(tenantId));
}
