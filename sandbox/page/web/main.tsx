import "./no-eval.ts";
import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import { App } from "./app/app.tsx";
import "./app/shell.css";
import "./app/tour.css";
import "./app/steps.css";
import "./shared/shared.css";
import "./discord/discord.css";
import "./discord/message/discord-message.css";
import "./discord/composer/discord-composer.css";
import "./discord/modal/discord-modal.css";
import "./slack/slack.css";
import "./slack/message/slack-blocks.css";
import "./slack/view/slack-view.css";
import "./tavus/tavus.css";
import "./shared/motion.css";

const root = document.getElementById("root");
if (root === null) throw new Error("The page has no place to draw in.");
createRoot(root).render(
  <StrictMode>
    <App />
  </StrictMode>,
);
