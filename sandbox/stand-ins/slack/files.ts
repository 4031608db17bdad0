import { extname } from "node:path";
import type { Ids } from "./ids.ts";
import type { JsonObject } from "./json.ts";

/** A file somebody uploaded. `bytes` are absent until the upload has happened. */
export type SlackFile = {
  readonly id: string;
  readonly name: string;
  title: string;
  readonly userId: string;
  readonly createdSeconds: number;
  /** The size announced before the upload. */
  readonly size: number;
  bytes: Uint8Array | undefined;
  isComplete: boolean;
  /** The secret part of the upload address. */
  readonly uploadSecret: string;
};

export type FileStore = {
  create(file: Pick<SlackFile, "name" | "userId" | "size">): SlackFile;
  find(id: string): SlackFile | undefined;
  findUpload(secret: string): SlackFile | undefined;
};

export function createFileStore(ids: Ids, clock: () => number): FileStore {
  const files = new Map<string, SlackFile>();
  return {
    create({ name, userId, size }) {
      const createdSeconds = Math.floor(clock() / 1000);
      const identity = { id: ids.next("F"), uploadSecret: ids.secret(), createdSeconds };
      const file = { ...identity, name, title: name, userId, size, bytes: undefined, isComplete: false };
      files.set(file.id, file);
      return file;
    },
    find: (id) => files.get(id),
    findUpload: (secret) => [...files.values()].find((file) => file.uploadSecret === secret),
  };
}

const mimeTypes: Readonly<Record<string, string>> = {
  txt: "text/plain",
  md: "text/markdown",
  json: "application/json",
  csv: "text/csv",
  pdf: "application/pdf",
  png: "image/png",
};

/** The file object of https://docs.slack.dev/reference/objects/file-object */
export function renderFile(file: SlackFile, baseUrl: string, teamId: string): JsonObject {
  const extension = extname(file.name).slice(1).toLowerCase();
  const address = `${baseUrl}/files-pri/${teamId}-${file.id}`;
  return {
    id: file.id,
    created: file.createdSeconds,
    timestamp: file.createdSeconds,
    name: file.name,
    title: file.title,
    mimetype: mimeTypes[extension] ?? "application/octet-stream",
    filetype: extension === "" ? "binary" : extension === "txt" ? "text" : extension,
    size: file.bytes?.byteLength ?? file.size,
    user: file.userId,
    user_team: teamId,
    mode: "hosted",
    is_external: false,
    is_public: false,
    public_url_shared: false,
    url_private: `${address}/${encodeURIComponent(file.name)}`,
    url_private_download: `${address}/download/${encodeURIComponent(file.name)}`,
    permalink: `${baseUrl}/files/${file.userId}/${file.id}/${encodeURIComponent(file.name)}`,
    channels: [],
    groups: [],
    ims: [],
  };
}
