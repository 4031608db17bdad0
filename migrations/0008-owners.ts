import { type Kysely, sql } from "kysely";

/**
 * Whose each object in Tavus is, as several teams may use one account; and what each making of one takes from a daily limit.
 * Where two teams are linked to the same object already, it is the one's who typed it, or had it first: both links stay.
 */
export async function up(database: Kysely<unknown>): Promise<void> {
  await createOwners(database);
  await addAllowances(database);
}

async function createOwners(database: Kysely<unknown>): Promise<void> {
  await database.schema
    .createTable("owners")
    .addColumn("subject_kind", "text", (column) => column.notNull())
    .addColumn("remote_id", "text", (column) => column.notNull())
    .addColumn("tenant_id", "text", (column) => column.notNull())
    .addPrimaryKeyConstraint("owners_pk", ["subject_kind", "remote_id"])
    .execute();
  await sql`insert into owners (subject_kind, remote_id, tenant_id)
    select subject_kind, remote_id, tenant_id from (
      select l.subject_kind, l.remote_id, l.tenant_id, row_number() over (
        partition by l.subject_kind, l.remote_id
        order by case when p.imported_at is null then 0 else 1 end, case when l.gone_at is null then 0 else 1 end,
          l.created_at, l.tenant_id) as place
      from links l left join personas p on p.tenant_id = l.tenant_id and p.id = l.subject_id
      where l.remote_id is not null) ranked
    where place = 1`.execute(database);
  await sql`create index owners_tenant on owners (tenant_id, remote_id)`.execute(database);
  // A record line in Tavus names a record, and not whose it is.
  await sql`create index links_subject on links (subject_id)`.execute(database);
}

/** What waits to be made has been paid for, and so has what a lost request may have made. */
async function addAllowances(database: Kysely<unknown>): Promise<void> {
  for (const column of ["allowance", "asked_by"]) {
    await database.schema.alterTable("links").addColumn(column, "text").execute();
  }
  await sql`update links set allowance = coalesce(
      (select p.form_id from personas p where p.tenant_id = links.tenant_id and p.id = links.subject_id), subject_id)
    where remote_id is null and (state = 'pending' or outcome_unknown = 1)`.execute(database);
}
