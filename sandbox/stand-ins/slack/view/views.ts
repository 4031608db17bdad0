import type { Block } from "../block-kit/block-kit-blocks.ts";
import type { HomeView, ModalView } from "../block-kit/block-kit-views.ts";
import type { Ids } from "../ids.ts";
import { fillIds } from "./view-normal.ts";
import { stateOf, type ViewState } from "./view-state.ts";

/** A view on somebody's screen. The same object lives through every update. */
export type OpenView = {
  readonly id: string;
  readonly userId: string;
  readonly rootViewId: string;
  readonly previousViewId: string | null;
  definition: ModalView | HomeView;
  /** The definition's blocks with every id filled in. */
  blocks: readonly Block[];
  hash: string;
  state: ViewState;
  /** What the bot said about fields at the last submit, by block_id. */
  errors: Readonly<Record<string, string>>;
  isOpen: boolean;
};

export type ViewStore = {
  open(userId: string, definition: ModalView): OpenView;
  push(onto: OpenView, definition: ModalView): OpenView;
  publish(userId: string, definition: HomeView): OpenView;
  update(view: OpenView, definition: ModalView): void;
  find(id: string): OpenView | undefined;
  findByExternalId(externalId: string): OpenView | undefined;
  home(userId: string): OpenView | undefined;
  /** The views of one modal from the root up. */
  stack(rootViewId: string): readonly OpenView[];
  close(view: OpenView): void;
  closeStack(view: OpenView): void;
  /** What a person sees: the topmost view of each modal. */
  onScreen(userId: string): readonly OpenView[];
};

export function createViewStore(ids: Ids): ViewStore {
  const views = new Map<string, OpenView>();
  const homes = new Map<string, OpenView>();
  const show = (view: OpenView, definition: OpenView["definition"]) => {
    const blocks = fillIds(definition.blocks, ids);
    const state = stateOf(blocks, view.state);
    Object.assign(view, { definition, blocks, state, hash: ids.viewHash(), errors: {} });
    return view;
  };
  const create = (userId: string, definition: OpenView["definition"], below?: OpenView) => {
    const id = ids.next("V");
    const place = { rootViewId: below?.rootViewId ?? id, previousViewId: below?.id ?? null };
    const empty = { blocks: [], hash: "", state: {}, errors: {}, isOpen: true };
    const view = show({ id, userId, ...place, definition, ...empty }, definition);
    views.set(id, view);
    return view;
  };
  const stack = (rootViewId: string) =>
    [...views.values()].filter((view) => view.rootViewId === rootViewId && view.isOpen);
  const modals = () => [...views.values()].filter((view) => view.isOpen && view.definition.type === "modal");
  return {
    open: (userId, definition) => create(userId, definition),
    push: (onto, definition) => create(onto.userId, definition, onto),
    publish(userId, definition) {
      const home = homes.get(userId);
      const view = home === undefined ? create(userId, definition) : show(home, definition);
      homes.set(userId, view);
      return view;
    },
    update: (view, definition) => void show(view, definition),
    find: (id) => views.get(id),
    findByExternalId: (externalId) => modals().find((view) => view.definition.external_id === externalId),
    home: (userId) => homes.get(userId),
    stack,
    close(view) {
      view.isOpen = false;
    },
    closeStack(view) {
      for (const each of stack(view.rootViewId)) each.isOpen = false;
    },
    onScreen: (userId) =>
      modals().filter((view) => view.userId === userId && stack(view.rootViewId).at(-1) === view),
  };
}
