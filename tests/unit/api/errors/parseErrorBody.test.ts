import { explain } from "../../../../provider/api/errors/parseErrorBody";

describe("explain", () => {
  test.each([
    ["a message", '{"message":"no"}', "no"],
    ["a message beside an error without one", '{"error":{"code":"E1"},"message":"no"}', "no"],
    ["an error in one word", '{"error":"no"}', "no"],
    ["a detail", '{"detail":"no"}', "no"],
    ["no message", "{}", undefined],
    ["a message that is no text", '{"message":{"a":1},"detail":["x"]}', undefined],
  ])("reads %s of the API", (_name, body, words) => {
    expect(explain(body)).toEqual({ words, fromApi: true });
  });

  test.each([
    ["a page", "<!doctype html><p>404"],
    ["nothing", ""],
  ])("takes no message from %s", (_name, body) => {
    expect(explain(body)).toEqual({ words: undefined, fromApi: false });
  });

  test.each(["upstream timed out", "[]", "null", '"ok"'])(
    "takes %p for a message, but not the API's",
    (body) => {
      expect(explain(body)).toEqual({ words: body, fromApi: false });
    },
  );
});
