/** What is typed into every form of the bench. */
export const typedLine = "Ada, who explains engines";

export const typedParagraph =
  "You are a patient engineer in a video call. Find out what the person knows already, explain one idea at a time " +
  "in plain words with an example from daily life, and check with a short question before you go on. Correct " +
  "mistakes kindly and say why. If you do not know something, say so and suggest how to find out.";
