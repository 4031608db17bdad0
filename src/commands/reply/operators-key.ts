/** What whoever runs the bot sets for a team that brings no key of its own: of several teams their key is for those alone that are named. */
export const operatorsKey =
  "TAVUS_API_KEY (where that is for several teams, with yours in TAVUS_API_KEY_TENANTS)";
