// What Coral's GraphQL is asked, and what it answers (coralproject/talk,
// server/src/core/server/graph/schema/schema.graphql).
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "comment/result.hpp"
#include "comment/timestamp.hpp"
#include "http_client/client.hpp"

namespace moderato::gateway::coral {

// A site's Coral, as it is called.
struct GraphqlServer {
  http_client::Url url;
  std::string token;
};

// COMMENT_STATUS.
enum class Status : std::uint8_t { none, approved, rejected, premod, system_withheld };
[[nodiscard]] std::string_view to_string(Status status);
[[nodiscard]] std::optional<Status> status_from(std::string_view name);
[[nodiscard]] constexpr bool is_published(Status status) {
  return status == Status::none || status == Status::approved;
}

// A moderator's decision there.
struct StatusChange {
  Status status = Status::none;
  std::string moderator;  // an id
  Time at;
};

struct CoralComment {
  std::string id;
  std::string body;  // HTML; empty where it was deleted
  Status status = Status::none;
  std::string author;  // an id; empty where it was deleted
  std::string story;
  std::string revision;
  std::optional<StatusChange> moderated;  // by a person or an account, the newest
};

// query: a comment, and who we are there.
[[nodiscard]] http_client::Request read_comment(const GraphqlServer& server, std::string_view id);
struct ReadComment {
  std::optional<CoralComment> comment;  // nothing: it is not there
  std::string viewer;                   // our own account's id
};
// Error: graphql.failed, with what Coral says.
[[nodiscard]] Result<ReadComment> comment_in(const http_client::Answer& answer);

// query: the newest comments of a story with this status.
[[nodiscard]] http_client::Request find_comments(const GraphqlServer& server, std::string_view story, Status status);
[[nodiscard]] Result<std::vector<CoralComment>> comments_in(const http_client::Answer& answer);

// mutations: approveComment, rejectComment, createCommentFlag.
enum class Mutation : std::uint8_t { approve, reject, flag };
// `number`: for clientMutationId.
[[nodiscard]] http_client::Request mutate(const GraphqlServer& server, Mutation mutation, const CoralComment& comment,
                                          std::int64_t number);
// That it was done. Error: graphql.failed.
[[nodiscard]] Result<void> done_in(const http_client::Answer& answer);

}  // namespace moderato::gateway::coral
