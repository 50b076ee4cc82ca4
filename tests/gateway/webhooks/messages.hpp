// What the tests of the webhooks are written in.
#pragma once

#include <boost/json.hpp>
#include <string>

#include "feed/message.hpp"

namespace moderato::gateway {

inline Message message(Topic topic, std::int64_t seq, std::string_view id, std::string_view text = "Hello.",
                       std::string_view site = "s") {
  const std::string time = "2026-11-23T08:15:00." + std::to_string(100'000 + seq) + "Z";
  const boost::json::value comment{{"id", id},
                                   {"site", site},
                                   {"article", "a"},
                                   {"parent", "p"},
                                   {"author",
                                    {{"id", "ann"},
                                     {"name", "Ann"},
                                     {"ip", "203.0.113.77"},
                                     {"email", "ann@private.example"},
                                     {"token", "token-of-ann"}}},
                                   {"text", text},
                                   {"created_at", "2026-11-23T08:00:00Z"},
                                   {"phone", "555-0199"}};
  const boost::json::value verdict{
      {"seq", seq},
      {"action", "hold"},
      {"reasons",
       boost::json::array{{{"filter", "civility"},
                           {"code", "civility.insult"},
                           {"action", "hold"},
                           {"score", 0.5},
                           {"message", "Rude words."},
                           {"spans", boost::json::array{boost::json::array{0, 5}}},
                           {"weights", boost::json::array{1}}},
                          {{"filter", "tried"}, {"code", "tried.out"}, {"action", "reject"}, {"shadow", true}}}},
      {"decided_at", time},
      {"decided_by", "mary"},
      {"revision", 2},
      {"chain", "abc"}};
  return {topic, {seq}, serialize(comment), serialize(verdict)};
}

}  // namespace moderato::gateway
