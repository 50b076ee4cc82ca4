// Writes verdicts as the daemon does, one a line, for schemas_test.py.
#include <iostream>

#include "comment/verdict.hpp"

int main() {
  const std::string frame = R"({"id":"1","article":"a","author":{"id":"u"},"text":"x"})";
  const auto comment = moderato::parse_comment(frame, {});
  if (!comment) return 1;

  moderato::Judgement judgement;
  judgement.chain = "0123abcd";
  std::string out;
  moderato::append_verdict(out, *comment, judgement, {});
  out += '\n';

  moderato::Finding found = moderato::Finding::reject("civility.insult", "This \"insults\" someone.\n");
  found.score = 0.75;
  found.spans = {{0, 1}};
  found.weights = {-2.5F};
  found.scores = {{"INSULT", 0.75}, {"THREAT", 0}, {"TOXICITY", 1}};
  judgement.action = moderato::Action::reject;
  judgement.reasons.push_back({.filter = "civility", .finding = found, .shadow = false, .error = false});
  judgement.reasons.push_back({.filter = "trial", .finding = found, .shadow = true, .error = true});
  judgement.times = {{"civility", 17}, {"trial", 0}};
  moderato::append_verdict(out, *comment, judgement,
                           {.seq = {7}, .revision = 2, .decided_at = moderato::now(), .decided_by = "Anna"});
  std::cout << out << '\n';
}
