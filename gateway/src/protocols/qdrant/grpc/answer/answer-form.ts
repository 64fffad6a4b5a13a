/** Which form a method's answer has. */
export type AnswerForm = string;
