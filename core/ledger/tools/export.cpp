#include <array>

#include "comment/json_text.hpp"
#include "ledger/rows.hpp"
#include "ledger/schema.hpp"
#include "ledger/tools/hexadecimal.hpp"
#include "ledger/tools/transfer.hpp"

namespace moderato {

namespace {

void append_field(std::string& line, std::string_view name, std::string_view text) {
  line.append(",\"").append(name).append("\":");
  append_json_string(line, text);
}

void append_field(std::string& line, std::string_view name, std::int64_t number) {
  line.append(",\"").append(name).append("\":").append(std::to_string(number));
}

class Exporter {
 public:
  Exporter(sqlite::Database database, const std::function<Result<void>(std::string_view)>& write)
      : database_(std::move(database)), write_(write) {}

  Result<Transferred> run() {
    database_.execute("BEGIN");  // all that follows is of one moment
    if (auto written = head(); !written) return written.error();
    if (auto written = notes(); !written) return written.error();
    if (auto written = articles(); !written) return written.error();
    if (auto written = decisions(); !written) return written.error();
    line_ = R"({"kind":"end")";
    append_field(line_, "articles", result_.articles);
    append_field(line_, "decisions", result_.decisions);
    if (auto written = end_line(); !written) return written.error();
    return result_;
  }

 private:
  Result<void> end_line() {
    line_ += '}';
    return write_(line_);
  }

  Result<void> head() {
    line_ = R"({"kind":"ledger","format":1)";
    sqlite::Statement meta(database_, "SELECT name, value FROM meta WHERE name IN ('lost', 'secret') ORDER BY name");
    for (sqlite::Cursor row = meta.query(); row.next();) {
      const bool secret = row.text(0) == "secret";
      append_field(line_, row.text(0), secret ? hexadecimal(row.blob(1)) : std::string(row.text(1)));
    }
    return end_line();
  }

  Result<void> notes() {
    sqlite::Statement all(database_, "SELECT name, value FROM meta WHERE name >= ? ORDER BY name");
    sqlite::Cursor row = all.query(note_prefix);
    while (row.next() && row.text(0).starts_with(note_prefix)) {
      if (valid_utf8(row.text(0)) != row.text(0) || valid_utf8(row.text(1)) != row.text(1)) return not_utf8("A note");
      line_ = R"({"kind":"note")";
      append_field(line_, "name", row.text(0).substr(note_prefix.size()));
      append_field(line_, "text", row.text(1));
      if (auto written = end_line(); !written) return written;
    }
    return {};
  }

  Result<void> articles() {
    sqlite::Statement all(database_,
                          "SELECT site, article, title, url, text, closed, published_at FROM article "
                          "ORDER BY site, article");
    for (sqlite::Cursor row = all.query(); row.next();) {
      line_ = R"({"kind":"article")";
      constexpr std::array names = {"site", "article", "title", "url", "text"};
      for (int column = 0; column < 5; ++column) {
        const std::string_view text = row.text(column);
        if (valid_utf8(text) != text) return not_utf8("The article " + valid_utf8(row.text(1)));
        append_field(line_, names[static_cast<std::size_t>(column)], text);
      }
      line_.append(",\"closed\":").append(row.integer(5) != 0 ? "true" : "false");
      if (const auto published_at = time_from(row.integer(6))) {
        std::string time;
        append_rfc3339(time, *published_at);
        append_field(line_, "published_at", time);
      }
      if (auto written = end_line(); !written) return written;
      ++result_.articles;
    }
    return {};
  }

  Result<void> decisions() {
    sqlite::Statement all(database_, std::string(select_record) + "ORDER BY seq");
    Record record;
    for (sqlite::Cursor row = all.query(); row.next();) {
      read_record(row, record);
      for (const std::string* text : {&record.decided_by, &record.comment, &record.verdict}) {
        if (valid_utf8(*text) != *text) return not_utf8("Decision " + std::to_string(record.seq.value));
      }
      line_ = R"({"kind":"decision")";
      append_field(line_, "seq", record.seq.value);
      append_field(line_, "subject", record.subject.value);
      append_field(line_, "content", hexadecimal(record.content.value));
      append_field(line_, "revision", static_cast<std::int64_t>(record.revision));
      append_field(line_, "topic", to_string(record.topic));
      append_field(line_, "action", to_string(record.action));
      std::string time;
      append_rfc3339(time, record.decided_at);
      append_field(line_, "decided_at", time);
      append_field(line_, "decided_by", record.decided_by);
      if (record.subject == record.seq) append_field(line_, "comment", record.comment);
      append_field(line_, "verdict", record.verdict);
      if (auto written = end_line(); !written) return written;
      ++result_.decisions;
    }
    return {};
  }

  static Error not_utf8(const std::string& what) {
    return {"ledger.corrupt", what + " is not UTF-8: the ledger is damaged. Run `moderato ledger check`."};
  }

  sqlite::Database database_;
  const std::function<Result<void>(std::string_view)>& write_;
  std::string line_;
  Transferred result_;
};

}  // namespace

Result<Transferred> export_ledger(const std::filesystem::path& file,
                                  const std::function<Result<void>(std::string_view line)>& write) {
  auto database = open_to_read(file);
  if (!database) return database.error();
  try {
    return Exporter(std::move(*database), write).run();
  } catch (const sqlite::Failure& failure) {
    return cannot_open(file, failure);
  }
}

}  // namespace moderato
