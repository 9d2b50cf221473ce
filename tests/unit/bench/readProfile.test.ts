import { parseTop } from "../../../bench/engine/readProfile";

const top = `File: pulumi
Type: cpu
Duration: 13.40s, Total samples = 10810ms (80.70%)
Showing nodes accounting for 8270ms, 76.50% of 10810ms total
      flat  flat%   sum%        cum   cum%
         0     0%     0%     7600ms 70.31%  example.com/pkg/backend.(*SnapshotManager).defaultServiceLoop
      10ms 0.093% 0.093%     7570ms 70.03%  example.com/pkg/backend.(*SnapshotManager).saveSnapshot
`;

test("a profile tells the engine's processor time and what of it writes the state", () => {
  expect(parseTop(top)).toEqual({ allMs: 10_810, stateMs: 7_570 });
});
