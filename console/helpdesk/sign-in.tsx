/** Name and password, the code, and where there is none yet, setting it up. */
import { useSignal } from "@preact/signals";
import type { ComponentChildren, JSX } from "preact";
import { useEffect } from "preact/hooks";
import { Icon } from "../icons.tsx";
import { call, post, type Problem } from "./api.ts";
import { begin, sentence, stage, wasIn, type Stage } from "./desk.ts";
import { t, turnLanguage } from "./words.ts";

export function SignIn(): JSX.Element {
  const paper = useSignal<string[]>([]);
  const done = (codes: string[]): void => {
    paper.value = codes;
    if (codes.length) stage.value = "paper";
    else void begin();
  };
  return (
    <main class="door">
      <div class="door-box">
        <h1 class="door-brand"><span class="brand-mark"><Icon name="bridge" /></span>{t("name")} <span class="brand-what">{t("in.title")}</span></h1>
        {stage.value === "starting" && <p>{t("connecting")}</p>}
        {stage.value === "password" && <Password />}
        {stage.value === "code" && <Code onDone={done} />}
        {stage.value === "enroll" && <Enroll onDone={done} />}
        {stage.value === "paper" && <Paper codes={paper.value} />}
        <button type="button" class="quiet" lang={t("language") === "English" ? "en" : "es"} onClick={turnLanguage}>{t("language")}</button>
      </div>
    </main>
  );
}

type FormProps = { onSend: () => Promise<Problem | null>; button: string; children: ComponentChildren };

function Form({ onSend, button, children }: FormProps): JSX.Element {
  const wrong = useSignal(""), busy = useSignal(false);
  const submit = async (event: SubmitEvent): Promise<void> => {
    event.preventDefault();
    busy.value = true;
    const problem = await onSend();
    busy.value = false;
    if (problem?.code === "session:none") stage.value = "password";        // the half step ran out
    else wrong.value = problem ? sentence(problem) : "";
  };
  return (
    <form class="door-form" onSubmit={event => void submit(event)}>
      {children}
      <p class="wrong" role="alert">{wrong.value}</p>
      <button type="submit" class="button button-main" disabled={busy.value}>{button}</button>
      {stage.value !== "password" && <button type="button" class="quiet" onClick={() => { stage.value = "password"; }}>{t("in.back")}</button>}
    </form>
  );
}

function Password(): JSX.Element {
  const name = useSignal(""), password = useSignal("");
  const send = async (): Promise<Problem | null> => {
    const answer = await call<{ next: "in" | "code" | "enroll" }>("POST", "/login", { name: name.value.trim().toLowerCase(), password: password.value, label: browser() });
    if (!answer.ok) return answer;
    const next: Stage = answer.body.next;
    if (next === "in") await begin();
    else stage.value = next;
    return null;
  };
  return (
    <Form onSend={send} button={t("in.go")}>
      {wasIn.value && <p class="hint">{t("in.ended")}</p>}
      <label class="labelled">{t("in.name")}<input name="name" autocomplete="username" autocapitalize="none" spellcheck={false} required maxLength={32} value={name.value} onInput={event => { name.value = event.currentTarget.value; }} /></label>
      <label class="labelled">{t("in.password")}<input name="password" type="password" autocomplete="current-password" required maxLength={200} value={password.value} onInput={event => { password.value = event.currentTarget.value; }} /></label>
    </Form>
  );
}

type CodeProps = { onDone: (paper: string[]) => void; about?: string };

function Code({ onDone, about = t("in.code-about") }: CodeProps): JSX.Element {
  const code = useSignal("");
  const send = async (): Promise<Problem | null> => {
    const answer = await post<{ paper: string[] }>("/totp", { code: code.value });
    if (!answer.ok) return answer;
    onDone(answer.body.paper);
    return null;
  };
  return (
    <Form onSend={send} button={t("in.go")}>
      <label class="labelled">{t("in.code")}<input class="code" name="code" autocomplete="one-time-code" required maxLength={12} aria-describedby="code-about" value={code.value} onInput={event => { code.value = event.currentTarget.value; }} /></label>
      {about && <p class="hint" id="code-about">{about}</p>}
    </Form>
  );
}

function Enroll({ onDone }: CodeProps): JSX.Element {
  const offer = useSignal<{ secret: string; uri: string } | null>(null);
  useEffect(() => {
    void post<{ secret: string; uri: string }>("/totp/enroll").then(answer => {
      if (answer.ok) offer.value = answer.body;
      else stage.value = answer.code === "codes:set" ? "code" : "password";
    });
  }, []);
  return (
    <>
      <h2 class="door-title">{t("in.enroll")}</h2>
      <p>{t("in.enroll-about")}</p>
      {offer.value && <p class="secret"><span class="hint">{t("in.secret")}</span><code>{offer.value.secret.replace(/(.{4})(?=.)/g, "$1 ")}</code><a href={offer.value.uri}>{t("in.open-app")}</a></p>}
      <Code onDone={onDone} about="" />
    </>
  );
}

function Paper({ codes }: { codes: string[] }): JSX.Element {
  return (
    <>
      <h2 class="door-title">{t("in.paper")}</h2>
      <p>{t("in.paper-about")}</p>
      <ul class="paper">{codes.map(code => <li key={code}><code>{code}</code></li>)}</ul>
      <button type="button" class="button button-main" onClick={() => void begin()}>{t("in.paper-kept")}</button>
    </>
  );
}

/** What tells one's own sessions apart, and no more. */
function browser(): string {
  const { userAgent } = navigator, pick = (names: string[]): string => names.find(n => userAgent.includes(n)) ?? "";
  return `${pick(["Firefox", "Edg", "Chrome", "Safari"])} ${pick(["Android", "iPhone", "Windows", "Mac OS", "Linux"])}`.trim();
}
