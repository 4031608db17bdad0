import { describeToldOnce } from "../../support/faults/told-once.ts";

describeToldOnce("Slack", "postgres");
