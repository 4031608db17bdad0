/** Longest time between a change and the picture that shows it. */
const pauseMs = 40;

export type Publisher = {
  /** Something may have changed: sends a picture within 40 ms, unless it is the same as the last. */
  announce(): void;
  /** Sends it now. */
  flush(): void;
  stop(): void;
};

/** Makes one picture of many changes. `draw` gives it as JSON. */
export function createPublisher(draw: () => string, send: (picture: string) => void): Publisher {
  let timer: NodeJS.Timeout | undefined;
  let last: string | undefined;
  const stop = () => {
    clearTimeout(timer);
    timer = undefined;
  };
  const flush = () => {
    stop();
    const picture = draw();
    if (picture === last) return;
    last = picture;
    send(picture);
  };
  return {
    announce() {
      timer ??= setTimeout(flush, pauseMs);
    },
    flush,
    stop,
  };
}
