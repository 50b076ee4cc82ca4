#include "coral/graphql.hpp"

#include <algorithm>
#include <array>
#include <boost/json.hpp>

#include "comment/json_fields.hpp"

namespace moderato::gateway::coral {
namespace json = boost::json;
namespace {

constexpr std::size_t most_answer_bytes = 65'536;
constexpr std::array<std::string_view, 5> statuses{"NONE", "APPROVED", "REJECTED", "PREMOD", "SYSTEM_WITHHELD"};

constexpr std::string_view read_query = R"(query ModeratoComment($id: ID!) {
  viewer { id }
  comment(id: $id) {
    id body status author { id } story { id } revision { id }
    statusHistory(first: 50) { nodes { status createdAt moderator { id } } }
  }
})";

constexpr std::string_view find_query = R"(query ModeratoComments($story: ID!, $status: COMMENT_STATUS!) {
  comments(first: 20, storyID: $story, status: $status, orderBy: CREATED_AT_DESC) {
    nodes { id body status author { id } story { id } revision { id } }
  }
})";

struct Document {
  std::string_view name;
  std::string_view text;
};

const Document& document_of(Mutation mutation) {
  static constexpr std::array documents{
      Document{"approveComment",
               "mutation ModeratoApprove($input: ApproveCommentInput!) { approveComment(input: $input) "
               "{ comment { id status } clientMutationId } }"},
      Document{"rejectComment",
               "mutation ModeratoReject($input: RejectCommentInput!) { rejectComment(input: $input) "
               "{ comment { id status } clientMutationId } }"},
      Document{"createCommentFlag",
               "mutation ModeratoFlag($input: CreateCommentFlagInput!) { createCommentFlag(input: $input) "
               "{ comment { id status } clientMutationId } }"},
  };
  return documents.at(static_cast<std::size_t>(mutation));
}

http_client::Request request(const GraphqlServer& server, std::string_view query, json::object variables) {
  http_client::Request request{.url = server.url};
  request.headers = {{"Content-Type", "application/json"},
                     {"Accept", "application/json"},
                     {"Authorization", "Bearer " + server.token}};
  request.body = json::serialize(json::object{{"query", query}, {"variables", std::move(variables)}});
  request.keep_bytes = most_answer_bytes;
  return request;
}

Error failed(std::string what) {
  return {"graphql.failed", std::move(what)};
}

// What Coral says is cut, and kept to one line: it goes into the log.
std::string first_error(const json::array& errors) {
  constexpr std::size_t most_bytes = 200;
  std::string text;
  if (!errors.empty() && errors.front().is_object()) text = text_in(errors.front().get_object(), "message");
  text.resize(std::min(text.size(), most_bytes));
  for (char& byte : text)
    if (static_cast<unsigned char>(byte) < 0x20 || static_cast<unsigned char>(byte) >= 0x7F) byte = '?';
  return text;
}

// The member `data`.
Result<json::object> data_in(const http_client::Answer& answer) {
  if (answer.status == 0) return failed(answer.failure);
  json::error_code unreadable;
  const json::value parsed = json::parse(answer.body, unreadable);
  const json::object* const object = unreadable ? nullptr : parsed.if_object();
  if (object != nullptr && !list_in(*object, "errors").empty())
    return failed("answered " + std::to_string(answer.status) + ": " + first_error(list_in(*object, "errors")));
  if (!answer.accepted()) return failed("answered " + std::to_string(answer.status));
  const json::object* const data = object == nullptr ? nullptr : object_in(*object, "data");
  if (data == nullptr) return failed("answered what is no GraphQL");
  return *data;
}

std::string id_in(const json::object& object, std::string_view name) {
  const json::object* const found = object_in(object, name);
  return found == nullptr ? std::string{} : std::string{text_in(*found, "id")};
}

std::optional<StatusChange> newest_change(const json::object& comment) {
  std::optional<StatusChange> newest;
  const json::object* const history = object_in(comment, "statusHistory");
  if (history == nullptr) return newest;
  for (const json::value& node : list_in(*history, "nodes")) {
    const json::object* const change = node.if_object();
    if (change == nullptr) continue;
    const auto status = status_from(text_in(*change, "status"));
    const auto at = parse_rfc3339(text_in(*change, "createdAt"));
    if (status && at && (!newest || *at >= newest->at))
      newest = StatusChange{*status, id_in(*change, "moderator"), *at};
  }
  return newest;
}

std::optional<CoralComment> comment_of(const json::object& object) {
  const auto status = status_from(text_in(object, "status"));
  if (text_in(object, "id").empty() || !status) return std::nullopt;
  return CoralComment{.id = std::string{text_in(object, "id")},
                      .body = std::string{text_in(object, "body")},
                      .status = *status,
                      .author = id_in(object, "author"),
                      .story = id_in(object, "story"),
                      .revision = id_in(object, "revision"),
                      .moderated = newest_change(object)};
}

}  // namespace

std::string_view to_string(Status status) {
  return statuses.at(static_cast<std::size_t>(status));
}

std::optional<Status> status_from(std::string_view name) {
  const auto* const found = std::ranges::find(statuses, name);
  if (found == statuses.end()) return std::nullopt;
  return static_cast<Status>(found - statuses.begin());
}

http_client::Request read_comment(const GraphqlServer& server, std::string_view id) {
  return request(server, read_query, {{"id", id}});
}

Result<ReadComment> comment_in(const http_client::Answer& answer) {
  const auto data = data_in(answer);
  if (!data) return data.error();
  ReadComment read{.comment = {}, .viewer = id_in(*data, "viewer")};
  if (const json::object* const comment = object_in(*data, "comment")) {
    read.comment = comment_of(*comment);
    if (!read.comment) return failed("answered a comment that is none");
  }
  return read;
}

http_client::Request find_comments(const GraphqlServer& server, std::string_view story, Status status) {
  return request(server, find_query, {{"story", story}, {"status", to_string(status)}});
}

Result<std::vector<CoralComment>> comments_in(const http_client::Answer& answer) {
  const auto data = data_in(answer);
  if (!data) return data.error();
  std::vector<CoralComment> found;
  const json::object* const page = object_in(*data, "comments");
  if (page == nullptr) return failed("answered no comments");
  for (const json::value& node : list_in(*page, "nodes"))
    if (const json::object* const object = node.if_object())
      if (auto comment = comment_of(*object)) found.push_back(std::move(*comment));
  return found;
}

http_client::Request mutate(const GraphqlServer& server, Mutation mutation, const CoralComment& comment,
                            std::int64_t number) {
  json::object input{{"commentID", comment.id},
                     {"commentRevisionID", comment.revision},
                     {"clientMutationId", "moderato-" + std::to_string(number)}};
  if (mutation == Mutation::flag) {
    input["reason"] = "COMMENT_REPORTED_OTHER";
    input["additionalDetails"] = "Moderato holds this comment: it was decided after it was published.";
  }
  return request(server, document_of(mutation).text, {{"input", std::move(input)}});
}

Result<void> done_in(const http_client::Answer& answer) {
  const auto data = data_in(answer);
  if (!data) return data.error();
  for (const Mutation each : {Mutation::approve, Mutation::reject, Mutation::flag})
    if (object_in(*data, document_of(each).name) != nullptr) return {};
  return failed("answered no mutation");
}

}  // namespace moderato::gateway::coral
