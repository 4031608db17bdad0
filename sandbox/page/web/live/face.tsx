type FaceProps = { link: string; isSpeaking?: boolean };

/** The avatar of a call or a video; the server draws it. */
export function Face({ link, isSpeaking = false }: FaceProps) {
  return <img className="live-face" src={link} alt="" data-speaking={isSpeaking} />;
}
