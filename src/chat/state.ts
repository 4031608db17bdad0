/** Small texts that a bot remembers from one start to the next. `tenantId` says whose they are: a team's, or `app:…` for an app's. */
export type State = {
  get(tenantId: string, name: string): Promise<string | undefined>;
  set(tenantId: string, name: string, value: string): Promise<void>;
};
