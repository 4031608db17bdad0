/** A sentence about what could not be done, read out when it appears. */
export function Problem({ text }: { text: string | undefined }) {
  return (
    <div role="alert" className={text ? "problem" : "problem-none"}>
      {text}
    </div>
  );
}
