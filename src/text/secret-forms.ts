/** The ways in which a secret may stand in a text that quotes it: as it is, as it reads inside JSON, and inside an address. */
export function secretForms(secret: string): string[] {
  const forms = [secret, JSON.stringify(secret).slice(1, -1), encodeURIComponent(secret.toWellFormed())];
  return [...new Set(forms)].filter(Boolean);
}

/** The text with something else in each place where one of these secrets stands. */
export function withoutSecrets(text: string, secrets: readonly string[], instead: string): string {
  return secrets.flatMap(secretForms).reduce((clean, form) => clean.replaceAll(form, () => instead), text);
}
