/** For a cause that only whoever programs understands. An errand has no log, and tells it itself. */
export const causeIsLogged = "The cause is in the log";

/** What is wrong, what that means for the data, and the next step; follows "The database <place> ". */
export const sentencesFor = (setting: string) => ({
  newer: `was written by a newer version of this program. Nothing was changed. Start that version again, or name another database in ${setting}`,
  locked:
    "is locked by another program. Nothing was changed. Close that program (a second bot, a backup, a database viewer) and try again. Where there is none, the file lies on a network drive that cannot lock: put it on a disk of this machine",
  unfit: `lies on a file system that cannot lock or share it as SQLite needs, as network drives and folders of another system often cannot (NFS, SMB, a virtual machine's shared folder). Nothing was changed. Name a file on a disk of this machine in ${setting}, or use PostgreSQL`,
  exchanged: "was replaced by another file while it was being opened. Nothing was changed. Start this again",
  readOnly: `cannot be written to. Nothing was changed. Give this program the right to write to the file and its folder, or name another place in ${setting}`,
  cannotOpen: `cannot be opened or created. Check that its path names a file, not a folder, that no link on the way leads to what is not there (such as a volume that is not mounted), and that this program may write to the folder it lies in, or name another place in ${setting}`,
  notADatabase: `is not a database but some other file. Nothing was changed. Name another path in ${setting}, or put a backup in its place`,
  damaged: `is damaged. Nothing was changed. Keep a copy of the file, then put a backup in its place, or name another path in ${setting}`,
  diskFull: "cannot grow: the disk is full. Nothing was lost. Free some space and try again",
  diskFailed:
    "cannot be read or written because the disk reports errors. Check the disk, and whether a quota or a limit of file sizes (ulimit -f) is used up, then try again",
  unreachable: `cannot be reached. Check that PostgreSQL runs and that host and port in ${setting} are right, then try again`,
  untrusted: `shows a certificate that no authority known here has signed. Name its authority's file with sslrootcert=<file> in ${setting}, or in NODE_EXTRA_CA_CERTS. Where the provider has none to name, sslmode=require encrypts without checking who answers`,
  certificateOver:
    "shows a certificate that has expired or is not valid yet. Renew it there, and check this machine's clock",
  otherName: `shows a certificate for another host. Write the host into ${setting} as the certificate names it`,
  noCertificateFile:
    "was not asked: a file that sslrootcert, sslcert or sslkey in its address names cannot be read. Correct its path, or let this program read it",
  noTls: `offers no TLS, which sslmode in ${setting} asks for. Turn it on there (ssl = on), or remove sslmode where the network is your own`,
  needsTls: `takes only encrypted connections from here. Add sslmode=verify-full to ${setting} (?sslmode=verify-full at its end), or set PGSSLMODE where the provider writes that address itself`,
  loginRefused: `refused the login. Check user and password in ${setting}; special characters in the password must be percent-encoded`,
  unknownDatabase: `does not exist on this server. Create it with CREATE DATABASE, or correct the name in ${setting}`,
  startupParameter: `stands behind a pooler (PgBouncer) that does not take what its address asks for. Remove options and the like from ${setting}, or name them in the pooler's ignore_startup_parameters`,
  statementPooling:
    "stands behind a pooler that hands out a connection for each statement, and nothing could be kept together. Set pool_mode = transaction there",
  noSchema:
    "has no schema where tables could be made: search_path names none that is there and that this user may use. Create that schema, or correct search_path of this user or this database",
  standby: `takes no writes: it is a standby, or set to read only. Nothing was changed. Name the primary server in ${setting}, or let this user write`,
  notLetIn: `does not let this user connect. Grant it CONNECT on the database, or use another user in ${setting}`,
  notAllowed: `does not let this user create tables. Grant it CREATE on the schema, or use another user in ${setting}`,
  noRights: `does not let this user read and change all of its tables. Grant it SELECT, INSERT, UPDATE and DELETE on them, or use the user that made them in ${setting}`,
  notOwner: `has tables that another user made, and an update may change them only as that one. Nothing was changed. Let this user own them (ALTER TABLE … OWNER TO, each of them), or use the user that made them in ${setting}`,
  fewRights: `does not give this user all the rights that it needs. Grant it CREATE on the schema, and SELECT, INSERT, UPDATE and DELETE on the tables in it, and let it own them, or use the user that made them in ${setting}`,
  tooManyConnections:
    "has no connection to spare. Raise max_connections of PostgreSQL, lower DATABASE_POOL_SIZE of each process, or stop what else uses it",
  elsewhere: `does not show the tables that were brought up to date just now: DATABASE_DIRECT_URL leads to another database, or its user to another schema. Write there the address of the same one past the pooler, or remove it`,
  migrationFailed: `could not be brought up to date. All of the attempt was undone, so the previous version of this program still works with it. ${causeIsLogged}`,
  unknown: `could not be used. ${causeIsLogged}`,
});
