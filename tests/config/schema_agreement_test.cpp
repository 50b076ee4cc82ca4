// The parser takes and refuses what the JSON Schemas do: the same cases go through schemas_test.py.
#include <gtest/gtest.h>

#include <boost/json.hpp>
#include <fstream>

#include "comment/comment.hpp"

namespace moderato {
namespace {

namespace json = boost::json;

TEST(Schemas, AgreeWithTheParser) {
  std::ifstream in{MODERATO_SCHEMA_CASES};
  std::size_t cases = 0;
  for (std::string line; std::getline(in, line); ++cases) {
    const json::object given = json::parse(line).as_object();
    const std::string frame = json::serialize(given.at("value"));
    const bool taken = given.at("schema").as_string() == "comment" ? parse_comment(frame, {}).has_value()
                                                                   : parse_article(frame, {}).has_value();
    EXPECT_EQ(taken, given.at("valid").as_bool()) << line;
  }
  EXPECT_GT(cases, 30U);
}

}  // namespace
}  // namespace moderato
