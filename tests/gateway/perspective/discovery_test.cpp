// What Google's clients are told of where to call.
#include "perspective/discovery.hpp"

#include <gtest/gtest.h>

#include <boost/json.hpp>

namespace moderato::gateway::perspective {
namespace {

namespace json = boost::json;

// Every {"$ref": NAME} below a value.
void collect(const json::value& value, std::vector<std::string>& names) {
  if (const auto* object = value.if_object()) {
    if (const auto* name = object->if_contains("$ref")) names.emplace_back(name->as_string());
    for (const auto& [key, below] : *object) collect(below, names);
  } else if (const auto* list = value.if_array()) {
    for (const auto& below : *list) collect(below, names);
  }
}

TEST(Discovery, NamesOurAddress) {
  const auto document = json::parse(discovery_document("https://m.example.org"));
  EXPECT_EQ(document.at("rootUrl"), "https://m.example.org/");
  EXPECT_EQ(document.at("baseUrl"), "https://m.example.org/");
  EXPECT_EQ(document.at("id"), "commentanalyzer:v1alpha1");
  EXPECT_EQ(document.at("resources").at("comments").at("methods").at("analyze").at("path"),
            "v1alpha1/comments:analyze");
}

TEST(Discovery, HasAllThatItNames) {
  const auto document = json::parse(discovery_document("http://h"));
  std::vector<std::string> names;
  collect(document, names);
  EXPECT_GT(names.size(), 10U);
  for (const std::string& name : names) EXPECT_EQ(document.at("schemas").at(name).at("id").as_string(), name);
}

TEST(Discovery, FindsTheAddressInTheRequest) {
  http::Request request;
  request.headers.set("Host", "m.example.org:8080");
  EXPECT_EQ(root_of(request), "http://m.example.org:8080");
  request.over_https = true;
  EXPECT_EQ(root_of(request), "https://m.example.org:8080");
}

}  // namespace
}  // namespace moderato::gateway::perspective
