import { ownPicture } from "./live-link.ts";

/** A picture in a message; one from another host stays a link, because the page asks none for anything. */
export function ChatPicture({ address, alt }: { address: string; alt: string }) {
  const own = ownPicture(address);
  if (own) return <img className="chat-picture" src={own} alt={alt} />;
  return (
    <a href={address} target="_blank" rel="noreferrer">
      {alt || "Picture"}
    </a>
  );
}
