/** The simulator's page: two phones of one made-up person, side by side, or one at a time where there is little room. */
import { render } from "preact";
import { Simulator } from "./simulator/page.tsx";
import { connect } from "./simulator/thread.ts";

connect();
render(<Simulator />, document.getElementById("simulator")!);
