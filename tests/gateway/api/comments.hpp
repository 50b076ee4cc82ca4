// Published comments for tests, in the order of their publication.
#pragma once

#include <string>
#include <vector>

#include "read_model/published_comment.hpp"

namespace moderato::gateway::api {

struct Given {
  std::string id;
  std::string parent{};
  std::string text = "text";
  bool withdrawn = false;
};

inline std::vector<PublishedComment> comments(const std::vector<Given>& given) {
  std::vector<PublishedComment> all;
  std::int64_t seq = 0;
  for (const Given& each : given) {
    PublishedComment comment;
    comment.site = "default";
    comment.article = "a1";
    comment.id = each.id;
    if (!each.parent.empty()) comment.parent = each.parent;
    comment.author_id = "secret-id";
    comment.author_name = "Anna";
    comment.text = each.text;
    comment.withdrawn = each.withdrawn;
    if (each.withdrawn) comment.author_name = comment.text = comment.author_id = "";
    comment.created_at = Time{std::chrono::seconds{1'800'000'000 + seq}};
    comment.seq = comment.first_seq = {++seq};
    all.push_back(std::move(comment));
  }
  return all;
}

}  // namespace moderato::gateway::api
