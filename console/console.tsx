/** The helpdesk's page: sign-in, then lists, thread and card. It speaks with `/api/v1` and nothing else. */
import { render } from "preact";
import { begin } from "./helpdesk/desk.ts";
import { Console } from "./helpdesk/page.tsx";

void begin();
render(<Console />, document.getElementById("console")!);
