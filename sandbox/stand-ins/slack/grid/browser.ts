/** What a browser shows in the end. */
export type Shown = { status: number; text: string };

/** A browser that installs the app, with its own cookies. `publicUrl` is the bot's. */
export type Browser = {
  /** Opens the bot's page and comes to Slack's, whose address it returns. */
  begin(): Promise<URL>;
  /** Agrees on Slack's page; returns where Slack leads back to. */
  agree(slackPage: URL, owner: string, userId: string): Promise<URL>;
  refuse(slackPage: URL): Promise<URL>;
  /** Opens an address of the bot's with the cookies there are. */
  open(url: URL): Promise<Shown>;
  openPath(path: string): Promise<Shown>;
  setCookie(name: string, value: string): void;
  /** All of it. */
  install(owner: string, userId: string): Promise<Shown>;
};

export function createBrowser(publicUrl: string): Browser {
  const cookies = new Map<string, string>();

  async function visit(url: URL): Promise<Response> {
    const cookie = [...cookies].map(([name, value]) => `${name}=${value}`).join("; ");
    const response = await fetch(url, { redirect: "manual", headers: cookie ? { cookie } : {} });
    for (const line of response.headers.getSetCookie()) keep(line);
    return response;
  }

  function keep(line: string): void {
    const [pair = ""] = line.split(";");
    const [name = "", value = ""] = pair.split("=");
    if (/expires=thu, 01 jan 1970/i.test(line)) cookies.delete(name);
    else cookies.set(name, value);
  }

  async function lead(url: URL): Promise<URL> {
    const response = await visit(url);
    const location = response.headers.get("location");
    if (!location)
      throw new Error(`${url.pathname} leads nowhere: ${response.status} ${await response.text()}`);
    return new URL(location);
  }

  function answer(slackPage: URL, given: { [name: string]: string }): Promise<URL> {
    const url = new URL(slackPage);
    for (const [name, value] of Object.entries(given)) url.searchParams.set(name, value);
    return lead(url);
  }

  const browser: Browser = {
    begin: () => lead(new URL("/slack/install", publicUrl)),
    agree: (slackPage, owner, userId) => answer(slackPage, { agree: owner, by: userId }),
    refuse: (slackPage) => answer(slackPage, { agree: "no" }),
    async open(url) {
      const response = await visit(url);
      return { status: response.status, text: await response.text() };
    },
    openPath: (path) => browser.open(new URL(path, publicUrl)),
    setCookie: (name, value) => void cookies.set(name, value),
    async install(owner, userId) {
      return browser.open(await browser.agree(await browser.begin(), owner, userId));
    },
  };
  return browser;
}
