import { z } from "zod";

// The page's security policy forbids code made at run time, which zod would otherwise use to be faster. A schema asks
// as it is made, so this module comes before all others.
z.config({ jitless: true });
