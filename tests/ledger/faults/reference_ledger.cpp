#include "reference_ledger.hpp"

#include <algorithm>
#include <array>

namespace moderato {

namespace {

constexpr std::array actions = {Action::hold, Action::reject, Action::approve};

std::string id_of(const Record& record) {
  return std::string(parse_stored(record.comment).value().id);
}

bool equal(const Record& a, const Record& b) {
  return a.seq == b.seq && a.subject == b.subject && a.key == b.key && a.content == b.content &&
         a.revision == b.revision && a.topic == b.topic && a.action == b.action && a.decided_at == b.decided_at &&
         a.decided_by == b.decided_by && a.comment == b.comment && a.verdict == b.verdict;
}

}  // namespace

void ReferenceLedger::apply(const Commit& commit) {
  for (Record record : commit.records) {
    if (record.subject != record.seq) {
      record.comment = records_.at(static_cast<std::size_t>(record.subject.value - 1)).comment;
    }
    const std::string id = id_of(record);
    const auto before = newest_.find(id);
    record.published = record.topic == Topic::approved ||
                       (record.topic != Topic::withdrawn && before != newest_.end() && before->second.published);
    newest_.insert_or_assign(id, record);
    records_.push_back(std::move(record));
  }
  for (const Article& article : commit.articles) articles_.insert_or_assign(article.article, article);
}

std::vector<std::int64_t> ReferenceLedger::held() const {
  std::vector<std::int64_t> held;
  for (const auto& [id, record] : newest_) {
    if (record.action == Action::hold) held.push_back(record.seq.value);
  }
  std::ranges::sort(held);
  return held;
}

std::vector<std::int64_t> ReferenceLedger::history(const std::string& id) const {
  std::vector<std::int64_t> history;
  for (const Record& record : records_) {
    if (id_of(record) == id) history.push_back(record.seq.value);
  }
  return history;
}

Record ReferenceLedger::decide(std::mt19937_64& random, Seq seq, const std::string& id) const {
  const Action action = actions[random() % actions.size()];
  const auto known = newest_.find(id);
  if (known != newest_.end() && random() % 2 == 0) {
    const Record& newest = known->second;
    const Known as_known{.seq = newest.seq,
                         .subject = newest.subject,
                         .content = newest.content,
                         .revision = newest.revision,
                         .action = newest.action,
                         .published = newest.published};
    const bool taken_back = newest.published && action != Action::approve;
    return review(seq, newest.key, as_known, action, taken_back ? Topic::withdrawn : topic_of(action));
  }
  // Some fill many pages, and most fit into one together.
  const std::size_t length = random() % 8 == 0 ? random() % 19'000 : random() % 300;
  const Submission submission{.id = id, .text = "text " + std::to_string(seq.value) + std::string(length, 'x')};
  return decision(seq, submission, action, known == newest_.end() ? 0 : known->second.revision + 1);
}

Commit ReferenceLedger::next(std::mt19937_64& random) const {
  Commit commit;
  std::vector<std::string> ids;
  for (std::size_t left = random() % 8; left > 0; --left) {
    const std::string id = "c" + std::to_string(random() % 60);
    if (std::ranges::find(ids, id) != ids.end()) continue;
    ids.push_back(id);
    commit.records.push_back(
        decide(random, {static_cast<std::int64_t>(records_.size() + commit.records.size()) + 1}, id));
  }
  if (random() % 4 == 0) {
    commit.articles.push_back({.site = "default",
                               .article = "a" + std::to_string(random() % 3),
                               .title = "title " + std::to_string(random() % 1'000),
                               .url = "",
                               .text = std::string(random() % 2'000, 't'),
                               .closed = false});
  }
  return commit;
}

std::string difference_of_decisions(LedgerReader& reader, const ReferenceLedger& reference) {
  std::size_t count = 0;
  std::string wrong;
  reader.replay({1}, [&](const Record& record) {
    if (count >= reference.records().size()) {
      wrong = "there is a decision " + std::to_string(record.seq.value) + " that was never committed";
    } else if (!equal(record, reference.records()[count])) {
      wrong = "decision " + std::to_string(count + 1) + " is another";
    }
    ++count;
    return wrong.empty();
  });
  if (!wrong.empty()) return wrong;
  if (count < reference.records().size()) {
    return std::to_string(reference.records().size()) + " decisions were committed, and " + std::to_string(count) +
           " are there";
  }
  if (seqs(reader.held({}, {}, 1'000).records) != reference.held()) return "other comments are held";
  for (const auto& [id, newest] : reference.newest()) {
    const auto known = reader.find("default", id);
    if (!known) return id + " is not found";
    if (known->seq != newest.seq || known->subject != newest.subject || known->content != newest.content ||
        known->revision != newest.revision || known->action != newest.action || known->published != newest.published) {
      return id + " is known otherwise";
    }
    if (seqs(reader.history("default", id, 1'000)) != reference.history(id)) return id + " has another history";
  }
  return {};
}

std::string difference(LedgerReader& reader, const ReferenceLedger& reference) {
  if (std::string wrong = difference_of_decisions(reader, reference); !wrong.empty()) return wrong;
  for (const auto& [name, article] : reference.articles()) {
    const auto stored = reader.article("default", name);
    if (!stored || stored->title != article.title || stored->text != article.text) return name + " is another article";
  }
  return {};
}

}  // namespace moderato
