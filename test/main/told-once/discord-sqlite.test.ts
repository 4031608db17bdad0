import { describeToldOnce } from "../../support/faults/told-once.ts";

describeToldOnce("Discord", "sqlite");
