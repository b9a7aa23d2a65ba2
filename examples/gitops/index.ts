import { declareGroups } from "pulumi-cloud-groups";

// Everything there is to declare stands in files, so that a change of a group is a change of data.
declareGroups("groups");
