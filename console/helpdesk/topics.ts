/** Topics as staff call them. */
import type { Row } from "../../server/routes/types.ts";
import { screen } from "./words.ts";

const NAMES: Record<Row["topic"], readonly [es: string, en: string]> = {
  "asylum-steps": ["Pedir refugio", "Asking for refuge"], "asylum-apply": ["Solicitud de refugio", "Applying"], "asylum-documents": ["Papeles de la solicitud", "Papers of the claim"], "asylum-interview": ["Entrevista", "Interview"],
  "asylum-admission": ["Admisión a trámite", "Admission"], "asylum-decision": ["Decisión", "Decision"], "asylum-appeal": ["Recurso", "Appeal"], "asylum-rights": ["Derechos al pedir refugio", "Rights of applicants"],
  "case-status": ["Estado del caso", "Case status"], "work-permit": ["Permiso de trabajo", "Work permit"], "work-permit-renewal": ["Renovar permiso de trabajo", "Work permit renewal"], "work-rights": ["Derechos en el trabajo", "Rights at work"],
  "inadeh": ["Cursos INADEH", "INADEH courses"], "university": ["Universidad", "University"], "scholarships": ["Becas", "Scholarships"], "school-children": ["Escuela", "School"], "diploma-validation": ["Validar estudios", "Diplomas"],
  "mental-health": ["Apoyo emocional", "Emotional support"], "talents-without-borders": ["Talentos sin Fronteras", "Talents without Borders"], "jobs": ["Buscar trabajo", "Jobs"], "women-entrepreneurs": ["Mujeres con negocio", "Women in business"],
  "bank-account": ["Cuenta de banco", "Bank account"], "social-assistance": ["Ayuda del Estado", "State assistance"], "housing": ["Vivienda", "Housing"], "food-cash": ["Comida o dinero", "Food or cash"], "discrimination": ["Discriminación", "Discrimination"], "fraud": ["Estafas", "Fraud"],
  "crisis": ["Crisis", "Crisis"], "gender-violence": ["Violencia de género", "Gender violence"], "child-protection": ["Protección de niñez", "Child protection"], "unaccompanied-child": ["Menor sin adulto", "Child alone"], "trafficking": ["Trata", "Trafficking"], "detention-deportation": ["Detención o deportación", "Detention or deportation"],
  "health-care": ["Salud", "Health care"], "reproductive-health": ["Salud reproductiva", "Reproductive health"], "chronic-disease": ["Enfermedad crónica", "Long-term illness"], "mobile-clinics": ["Clínicas móviles", "Mobile clinics"], "disability": ["Discapacidad", "Disability"], "lgbtiq": ["Personas LGBTIQ+", "LGBTIQ+ people"],
  "refugee-card": ["Carné de refugio", "Refugee card"], "permanent-residence": ["Residencia permanente", "Permanent residence"], "family-reunification": ["Reunificación familiar", "Family reunification"], "statelessness": ["Apatridia", "Statelessness"], "birth-registration": ["Registro de nacimiento", "Birth registration"],
  "documentation-missions": ["Misiones de documentación", "Documentation missions"], "darien-offices": ["Oficinas en Darién", "Offices in Darién"], "offices-hours": ["Oficinas y horarios", "Offices and hours"], "legal-aid": ["Ayuda legal", "Legal aid"], "migration-permits": ["Permisos migratorios", "Migration permits"],
  "travel-document": ["Documento de viaje", "Travel document"], "withdraw-claim": ["Desistir", "Withdrawing"], "lost-documents": ["Papeles perdidos", "Lost papers"], "return-transit": ["Regreso o tránsito", "Return or transit"], "resettlement": ["Reasentamiento", "Resettlement"], "missing-relative": ["Familiar desaparecido", "Missing relative"],
  "about-puente": ["Sobre Puente", "About Puente"], "language-change": ["Cambiar idioma", "Change of language"], "talk-to-human": ["Pide una persona", "Asks for a person"], "delete-my-data": ["Borrar datos", "Deleting data"], "complaint-feedback": ["Queja u opinión", "Complaint or feedback"], "greeting": ["Saludo", "Greeting"], "thanks": ["Gracias", "Thanks"], "out-of-scope": ["Otro tema", "Something else"],
};

export const topicName = (topic: Row["topic"]): string => NAMES[topic][screen.value === "es" ? 0 : 1];
