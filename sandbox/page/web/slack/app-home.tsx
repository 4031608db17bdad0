import { z } from "zod";
import type { SlackPicture } from "../../protocol/picture.ts";
import { Problem } from "../shared/problem.tsx";
import { useAttempt } from "../state/act-context.ts";
import { BlockView } from "./message/block-view.tsx";
import { blockSchema } from "./wire.ts";

const homeSchema = z.object({ blocks: z.array(blockSchema).default([]) });

/** The app's own tab, as its bot has published it for this person. */
export function AppHome({ slack, userId }: { slack: SlackPicture; userId: string }) {
  const { attempt, problem } = useAttempt();
  const home = slack.homes.find((one) => one.userId === userId);
  const { blocks } = homeSchema.parse(home?.view ?? {});
  const viewId = home?.id ?? "";
  return (
    <section className="s-messages s-home" aria-label="Home of PersonaForge">
      {!home && <p>PersonaForge has not shown anything here yet.</p>}
      {blocks.map((block, index) => (
        <BlockView
          key={block.block_id || index}
          block={block}
          slack={slack}
          press={(actionId, values) =>
            attempt({ kind: "slack.pressInView", viewId, actionId, ...(values && { values }) })
          }
        />
      ))}
      <Problem text={problem} />
    </section>
  );
}
