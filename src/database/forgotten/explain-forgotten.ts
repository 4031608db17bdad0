import type { DatabaseConnection, Dialect, Driver } from "kysely";
import { TeamForgottenError } from "../../errors.ts";

/** The dialect, except that a row which `refuseForgotten` has stopped rejects with TeamForgottenError. */
export function explainForgotten(dialect: Dialect): Dialect {
  return {
    createDriver: () => explained(dialect.createDriver()),
    createAdapter: () => dialect.createAdapter(),
    createQueryCompiler: () => dialect.createQueryCompiler(),
    createIntrospector: (kysely) => dialect.createIntrospector(kysely),
  };
}

/** Each connection's queries are watched from the first time that it is handed out. */
function explained(driver: Driver): Driver {
  const watched = new WeakSet<DatabaseConnection>();
  const acquire = driver.acquireConnection.bind(driver);
  driver.acquireConnection = async (...options) => {
    const connection = await acquire(...options);
    if (!watched.has(connection)) watch(connection);
    watched.add(connection);
    return connection;
  };
  return driver;
}

function watch(connection: DatabaseConnection): void {
  const execute = connection.executeQuery.bind(connection);
  connection.executeQuery = async (query, ...options) => {
    try {
      return await execute(query, ...options);
    } catch (error) {
      throw isStopped(error) ? new TeamForgottenError({ cause: error }) : error;
    }
  };
}

/** NOT NULL of a team's id; nothing else puts null there. */
function isStopped(error: unknown): boolean {
  const { code, message, column } = error as { code?: unknown; message?: unknown; column?: unknown };
  if (code === "23502") return column === "tenant_id";
  return code === "SQLITE_CONSTRAINT_NOTNULL" && /\.tenant_id$/.test(String(message));
}
