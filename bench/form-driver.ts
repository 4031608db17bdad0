/** What a program sent for one step, and how long it took from the step's dispatch to there. */
export type OpenedForm = { ms: number; body: string };

/** The platform's side of both steps of a form, the same for ours and for the bare program. */
export type FormDriver = {
  /** Tells a program where this platform is. */
  env: Record<string, string>;
  /** Gives the command. `index` picks who does it. */
  openForm(index: number): Promise<OpenedForm>;
  /** Sends the form that `openForm` brought. */
  sendForm(form: OpenedForm, index: number): Promise<OpenedForm>;
  /** The modal in what `openForm` brought, and the message in what `sendForm` brought, as JSON. */
  readModal(opened: OpenedForm): unknown;
  readAnswer(sent: OpenedForm): unknown;
  close(): Promise<void>;
};
