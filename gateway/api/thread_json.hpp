// Threads as the API's JSON (openapi.json: Page, Thread, Replies).
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include "api/thread_tree.hpp"
#include "comment/ids.hpp"
#include "feed/article.hpp"

namespace moderato::gateway::api {

// What an answer nests at most; beyond, `replies.next` says where to go on.
inline constexpr std::size_t most_nested = 500;
inline constexpr std::size_t deepest_nested = 16;

// `seq`: what the answer is as of.
[[nodiscard]] std::string page_json(const ThreadTree& tree, const ArticleFacts& article, Seq seq,
                                    const ThreadTree::Slice& slice);
[[nodiscard]] std::string replies_json(const ThreadTree& tree, const ThreadTree::Slice& slice);
// The thread that a comment is part of, with the way down to it in any case.
[[nodiscard]] std::string thread_json(const ThreadTree& tree, const ArticleFacts& article, std::uint32_t comment);

// A comment without its replies, of which there are `below`.
void append_comment(std::string& out, const PublishedComment& comment, bool at_top, std::size_t below);
// "id", or null for one at the top.
void append_parent(std::string& out, const PublishedComment& comment, bool at_top);

}  // namespace moderato::gateway::api
