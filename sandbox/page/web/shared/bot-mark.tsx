/** PersonaForge's own picture. */
export function BotMark({ className }: { className: string }) {
  return (
    <svg className={className} viewBox="0 0 40 40" aria-hidden="true">
      <rect width="40" height="40" fill="#c2410c" />
      <circle cx="18.5" cy="16" r="6.2" fill="#fff" />
      <path d="M7.5 33c.6-6.4 5-9.8 11-9.8s10.4 3.4 11 9.8z" fill="#fff" />
      <path d="M31 6.5l1.3 3.7 3.7 1.3-3.7 1.3-1.3 3.7-1.3-3.7-3.7-1.3 3.7-1.3z" fill="#fed7aa" />
    </svg>
  );
}
