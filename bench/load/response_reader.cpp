#include "response_reader.hpp"

#include <algorithm>
#include <charconv>

namespace load {
namespace {

bool alike(std::string_view text, std::string_view lower) {
    return std::ranges::equal(text, lower, [](char a, char b) { return (a >= 'A' && a <= 'Z' ? a + 32 : a) == b; });
}

bool has_name(std::string_view line, std::string_view name) {
    return line.size() > name.size() && line[name.size()] == ':' && alike(line.substr(0, name.size()), name);
}

std::string_view value_of(std::string_view line) {
    line.remove_prefix(line.find(':') + 1);
    while (line.starts_with(' ')) line.remove_prefix(1);
    return line;
}

template <class Number>
bool read_number(std::string_view text, Number& number, int base = 10) {
    auto const [end, error] = std::from_chars(text.data(), text.data() + text.size(), number, base);
    return error == std::errc{} && end == text.data() + text.size();
}

}  // namespace

ResponseReader::State ResponseReader::feed(std::string_view bytes) {
    if (state_ == State::body && framing_ != Framing::chunked) {
        read_body(bytes);
        return state_;
    }
    if (state_ == State::complete) state_ = State::broken;  // bytes nobody asked for
    raw_.append(bytes);
    if (state_ == State::head && !read_head()) return state_;
    if (state_ == State::body && framing_ == Framing::chunked) read_chunks();
    return state_;
}

ResponseReader::State ResponseReader::end() {
    state_ = state_ == State::body && framing_ == Framing::until_end ? State::complete : State::broken;
    return state_;
}

void ResponseReader::next() {
    state_ = State::head;
    status_ = 0;
    keep_alive_ = true;
    in_chunk_ = false;
    raw_.clear();
    body_.clear();
    consumed_ = 0;
}

void ResponseReader::consume(std::size_t bytes) {
    consumed_ += bytes;
    if (consumed_ < body_.size()) return;
    body_.clear();
    consumed_ = 0;
}

bool ResponseReader::read_head() {
    auto const end = raw_.find("\r\n\r\n");
    if (end == std::string::npos) return false;
    std::string_view head{raw_.data(), end};
    if (head.size() < 12 || !head.starts_with("HTTP/1.") || !read_number(head.substr(9, 3), status_)) {
        state_ = State::broken;
        return false;
    }
    framing_ = Framing::until_end;
    keep_alive_ = head[7] == '1';
    for (auto at = head.find("\r\n"); at != std::string_view::npos; at = head.find("\r\n")) {
        head.remove_prefix(at + 2);
        read_line(head.substr(0, head.find("\r\n")));
    }
    state_ = State::body;
    raw_.erase(0, end + 4);
    if (framing_ == Framing::chunked) return true;
    if (framing_ == Framing::length && left_ == 0) state_ = State::complete;
    if (!raw_.empty()) {
        auto const rest = std::move(raw_);
        raw_.clear();
        read_body(rest);
    }
    return true;
}

void ResponseReader::read_line(std::string_view line) {
    if (has_name(line, "content-length")) {
        framing_ = Framing::length;
        if (!read_number(value_of(line), left_)) state_ = State::broken;
    }
    if (has_name(line, "transfer-encoding") && value_of(line) == "chunked") framing_ = Framing::chunked;
    if (has_name(line, "connection") && alike(value_of(line), "close")) keep_alive_ = false;
}

void ResponseReader::read_body(std::string_view bytes) {
    if (framing_ == Framing::until_end) {
        body_.append(bytes);
        return;
    }
    if (bytes.size() > left_) {
        state_ = State::broken;
        return;
    }
    body_.append(bytes);
    left_ -= bytes.size();
    if (left_ == 0) state_ = State::complete;
}

void ResponseReader::read_chunks() {
    std::string_view rest{raw_};
    while (!rest.empty() && state_ == State::body) {
        if (in_chunk_) {
            auto const size = std::min(left_, rest.size());
            body_.append(rest.substr(0, size));
            rest.remove_prefix(size);
            left_ -= size;
            if (left_ > 0 || rest.size() < 2) break;
            if (!rest.starts_with("\r\n")) state_ = State::broken;
            rest.remove_prefix(2);
            in_chunk_ = false;
            continue;
        }
        auto const line = rest.find("\r\n");
        if (line == std::string_view::npos) break;
        if (!read_number(rest.substr(0, line), left_, 16)) state_ = State::broken;
        if (left_ == 0) {
            if (rest.size() < line + 4) break;
            state_ = rest.substr(line + 2) == "\r\n" ? State::complete : State::broken;
            break;
        }
        rest.remove_prefix(line + 2);
        in_chunk_ = true;
    }
    raw_.erase(0, raw_.size() - rest.size());
}

}  // namespace load
