/** A persona's content under a name, from which people of a team begin new ones. */
export type TemplateRow = {
  tenant_id: string;
  /** `tpl_` + 10 characters. */
  id: string;
  name: string;
  /** As it is found; among those that are not removed it is the only one. */
  name_folded: string;
  /** JSON object, column of a persona to value. */
  content_json: string;
  /** Counts its changes from 1. */
  revision: number;
  /** The form that made it, so that twice is once. */
  form_id: string;
  created_by: string;
  created_at: string;
  updated_by: string;
  updated_at: string;
  /** Until it is purged it can be brought back; null: it is in use. */
  removed_at: string | null;
};
