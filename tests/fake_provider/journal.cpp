#include "journal.hpp"

#include "json_text.hpp"

#include <algorithm>
#include <cstdio>

namespace fake {
namespace {

std::string_view name(Outcome outcome) {
    switch (outcome) {
        case Outcome::running:
            return "running";
        case Outcome::finished:
            return "finished";
        case Outcome::client_left:
            return "client_left";
        case Outcome::dropped:
            return "dropped";
    }
    return "running";
}

void append_number(std::string& out, std::string_view key, std::uint64_t value) {
    append_json(out, key);
    out.append(":").append(std::to_string(value)).append(",");
}

void append_text(std::string& out, std::string_view key, std::string_view value) {
    append_json(out, key);
    out.push_back(':');
    append_json(out, value);
    out.push_back(',');
}

void append_flag(std::string& out, std::string_view key, bool value) {
    append_json(out, key);
    out.append(value ? ":true," : ":false,");
}

// Header lines as an object with lower-case names; a repeated header appears twice.
void append_headers(std::string& out, std::string_view head) {
    out.append("\"headers\":{");
    auto first = true;
    while (!head.empty()) {
        auto const end = head.find("\r\n");
        auto const line = head.substr(0, end);
        auto const colon = line.find(':');
        if (colon != std::string_view::npos) {
            std::string key{line.substr(0, colon)};
            std::ranges::transform(key, key.begin(),
                                   [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; });
            auto value = line.substr(colon + 1);
            while (value.starts_with(' ')) value.remove_prefix(1);
            if (!first) out.push_back(',');
            append_json(out, key);
            out.push_back(':');
            append_json(out, value);
            first = false;
        }
        if (end == std::string_view::npos) break;
        head.remove_prefix(end + 2);
    }
    out.push_back('}');
}

void append_record(std::string& out, Record const& record) {
    out.push_back('{');
    append_number(out, "number", record.number);
    append_number(out, "connection", record.connection);
    append_text(out, "model", record.model);
    append_text(out, "behaviour", record.behaviour);
    append_text(out, "path", record.target);
    append_flag(out, "stream", record.stream);
    append_flag(out, "authorization", record.authorization);
    append_text(out, "outcome", name(record.outcome));
    append_flag(out, "client_left_early", record.outcome == Outcome::client_left);
    auto const until = record.outcome == Outcome::running ? std::chrono::steady_clock::now() : record.ended;
    std::array<char, 32> took{};
    std::snprintf(took.data(), took.size(), "%.3f",
                  std::chrono::duration<double, std::milli>{until - record.begun}.count());
    out.append("\"took_ms\":").append(took.data()).append(",");
    append_number(out, "sent_bytes", record.sent);
    append_number(out, "whole_bytes", record.whole);
    append_number(out, "body_bytes", record.body_size);
    append_text(out, "body", record.body);
    append_headers(out, record.head);
    out.push_back('}');
}

}  // namespace

std::uint64_t Journal::begin(HttpRequest const& request, Script const& script, std::uint64_t connection) {
    auto const number = ++count_;
    auto& record = records_[number % kept];
    record.number = number;
    record.connection = connection;
    record.model.assign(script.model);
    record.behaviour.assign(script.behaviour);
    record.target.assign(request.target);
    record.head.assign(request.head);
    record.body.assign(request.body.substr(0, max_body));
    record.body_size = request.body.size();
    record.whole = 0;
    for (auto const& step : script.steps) record.whole += step.bytes.size();
    record.sent = 0;
    record.stream = script.stream;
    record.authorization = request.authorization;
    record.outcome = Outcome::running;
    record.begun = std::chrono::steady_clock::now();
    if (auto const known = per_model_.find(script.model); known != per_model_.end())
        ++known->second;
    else
        per_model_.emplace(script.model, 1);
    return number;
}

void Journal::end(std::uint64_t number, Outcome outcome, std::size_t sent) {
    if (number <= forgotten_) return;
    if (outcome == Outcome::client_left) ++client_left_;
    auto& record = records_[number % kept];
    if (record.number != number) return;
    record.outcome = outcome;
    record.sent = sent;
    record.ended = std::chrono::steady_clock::now();
}

std::string Journal::json() const {
    std::string out = "{";
    append_number(out, "count", count_ - forgotten_);
    append_number(out, "client_left_early", client_left_);
    append_number(out, "connections_opened", connections_opened_);
    append_number(out, "connections_open", connections_open_);
    out.append("\"models\":{");
    for (auto const& [model, count] : per_model_) append_number(out, model, count);
    if (!per_model_.empty()) out.pop_back();
    out.append("},\"requests\":[");
    auto const oldest = std::max(forgotten_, count_ > kept ? count_ - kept : 0);
    for (auto number = oldest + 1; number <= count_; ++number) {
        append_record(out, records_[number % kept]);
        if (number < count_) out.push_back(',');
    }
    return out.append("]}\n");
}

void Journal::reset() {
    forgotten_ = count_;
    client_left_ = 0;
    connections_opened_ = connections_open_;
    per_model_.clear();
}

}  // namespace fake
