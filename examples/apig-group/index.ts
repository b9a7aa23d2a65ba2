import { ApigGroup } from "pulumi-cloud-groups";

/** On the shared gateway. */
const payments = new ApigGroup("payments", { name: "payments", remark: "Payment APIs" });

/** On a dedicated gateway, which takes other names. */
const partners = new ApigGroup("partners", { name: "partners-2026", instanceId: "instance-1" });

export const domains = [payments.slDomain, partners.slDomain];
