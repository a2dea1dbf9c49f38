// HTML files named as arguments, held to the HTML standard. Writes one JSON line: [{file, line, rule, message}].
import { readFile } from "node:fs/promises";
import { FileSystemConfigLoader, HtmlValidate } from "html-validate";

const judge = new HtmlValidate(new FileSystemConfigLoader({ extends: ["html-validate:standard"], elements: [
  "html5",
  { "claim-bar": { flow: true, permittedContent: ["@flow"] } },
], root: true }));
const found = [];
for (const file of process.argv.slice(2)) {
  const report = await judge.validateString(await readFile(file, "utf8"));
  for (const result of report.results) {
    for (const one of result.messages) found.push({ file, line: one.line, rule: one.ruleId, message: one.message });
  }
}
process.stdout.write(`${JSON.stringify(found)}\n`);
