#include "wire/sse_decoder.hpp"

#include <algorithm>
#include <bit>
#include <cstdint>
#include <cstring>

namespace signalbox::wire {

namespace {

constexpr std::string_view bom = "\xEF\xBB\xBF";
constexpr std::size_t kept_capacity = 16 * 1024;  // of a buffer between feeds

// The high bit of each byte of `word` that equals `byte`; bits above the first may be wrong.
std::uint64_t bytes_equal(std::uint64_t word, char byte) {
    constexpr std::uint64_t ones = 0x0101010101010101;
    auto const difference = word ^ ones * static_cast<unsigned char>(byte);
    return (difference - ones) & ~difference & ones << 7U;
}

// Position of the first CR or LF, or the size.
std::size_t line_end(std::string_view text, std::size_t from) {
    static_assert(std::endian::native == std::endian::little);
    for (; from + 8 <= text.size(); from += 8) {
        std::uint64_t word = 0;
        std::memcpy(&word, text.data() + from, 8);
        auto const hits = bytes_equal(word, '\n') | bytes_equal(word, '\r');
        if (hits != 0) return from + static_cast<std::size_t>(std::countr_zero(hits)) / 8;
    }
    while (from < text.size() && text[from] != '\n' && text[from] != '\r') ++from;
    return from;
}

std::size_t find_byte(std::string_view text, char byte, std::size_t from) {
    return std::min(text.find(byte, from), text.size());
}

void empty(std::string& buffer) {
    if (buffer.capacity() > kept_capacity) {
        buffer = {};
    } else {
        buffer.clear();
    }
}

}  // namespace

void SseDecoder::feed(std::string_view bytes) {
    if (id_changed_) id_.swap(next_id_);
    id_changed_ = false;
    last_id_ = id_;
    empty(held_);
    empty(joined_);
    input_ = bytes;
    start_ = cursor_ = 0;
    next_lf_ = find_byte(bytes, '\n', 0);
    next_cr_ = find_byte(bytes, '\r', 0);
    if (bom_ >= 0) skip_bom();
}

// The BOM itself may be split between feeds.
void SseDecoder::skip_bom() {
    while (cursor_ < input_.size() && static_cast<std::size_t>(bom_) < bom.size()) {
        if (input_[cursor_] != bom[static_cast<std::size_t>(bom_)]) {
            // No BOM: what looked like its beginning is text, and of the first line.
            auto const seen = static_cast<std::size_t>(bom_);
            if (seen > cursor_) pending_.assign(bom.substr(0, seen - cursor_));
            line_length_ = pending_.size();
            cursor_ = 0;
            bom_ = -1;
            return;
        }
        ++bom_;
        ++cursor_;
    }
    if (static_cast<std::size_t>(bom_) == bom.size()) bom_ = -1;
    start_ = cursor_;
}

// Each byte is looked at once for LF and once for CR, however they are mixed.
std::size_t SseDecoder::find_line_end() {
    if (next_lf_ < cursor_) next_lf_ = find_byte(input_, '\n', cursor_);
    if (next_cr_ < cursor_) next_cr_ = find_byte(input_, '\r', cursor_);
    return std::min(next_lf_, next_cr_);
}

// Moves the cursor behind the blank line that ends the block; false when it is still to come.
// Comments in front of a block are dropped on the way, so that they never look like a truncated event.
bool SseDecoder::find_block_end() {
    for (;;) {
        if (after_cr_ && cursor_ < input_.size()) {
            after_cr_ = false;
            auto const outside = pending_.empty() && start_ == cursor_;
            if (input_[cursor_] == '\n') ++cursor_;
            if (outside) start_ = cursor_;
        }
        if (line_length_ == 0 && cursor_ < input_.size()) comment_ = input_[cursor_] == ':';
        auto const end = find_line_end();
        line_length_ += end - cursor_;
        cursor_ = end;
        if (end == input_.size()) return false;
        after_cr_ = input_[cursor_++] == '\r';
        auto const blank = line_length_ == 0;
        line_length_ = 0;
        if (blank) return true;
        if (comment_ && lines_ == 0) {
            pending_.clear();
            start_ = cursor_;
            continue;
        }
        ++lines_;
    }
}

std::string_view SseDecoder::take_block() {
    auto const piece = input_.substr(start_, cursor_ - start_);
    start_ = cursor_;
    if (pending_.empty()) return piece;
    pending_.append(piece);
    held_.swap(pending_);
    pending_.clear();
    return held_;
}

void SseDecoder::read_data(std::string_view value, SseEvent& event) {
    if (++data_lines_ == 1) {
        event.data = value;
        return;
    }
    // All joined data of one feed fits what was fed: reserved once, it does not move.
    if (joined_.empty()) joined_.reserve(held_.size() + input_.size());
    if (data_lines_ == 2) {
        auto const begin = joined_.size();
        joined_.append(event.data);
        event.data = {joined_.data() + begin, event.data.size()};
    }
    joined_.append(1, '\n').append(value);
    event.data = {event.data.data(), event.data.size() + 1 + value.size()};
}

void SseDecoder::read_line(std::string_view line, SseEvent& event) {
    auto const colon = line.find(':');
    auto const field = line.substr(0, colon);
    auto value = colon == std::string_view::npos ? std::string_view{} : line.substr(colon + 1);
    if (value.starts_with(' ')) value.remove_prefix(1);
    if (field == "data") {
        read_data(value, event);
    } else if (field == "event") {
        event.name = value;
    } else if (field == "id" && value.find('\0') == std::string_view::npos) {
        last_id_ = value.empty() ? std::string_view{""} : value;
    }
}

namespace {

// A block of one line in the form that nearly all have.
bool is_plain_frame(std::string_view block) {
    return block.starts_with("data: ") && block.ends_with("\n\n") && block[block.size() - 3] != '\r';
}

}  // namespace

// False when the block has no data, and is therefore no event.
bool SseDecoder::read_block(std::string_view block, bool one_line, SseEvent& event) {
    event = SseEvent{};
    data_lines_ = 0;
    if (one_line && is_plain_frame(block)) {
        event.frame = block;
        event.data = block.substr(6, block.size() - 8);
        data_lines_ = 1;
    } else if (one_line) {
        while (block.back() == '\n' || block.back() == '\r') block.remove_suffix(1);
        read_line(block, event);
    } else {
        for (std::size_t at = 0; at < block.size();) {
            auto const end = line_end(block, at);
            if (end > at) read_line(block.substr(at, end - at), event);
            at = end + 1;
        }
    }
    event.id = last_id_;
    return data_lines_ > 0;
}

// The fed bytes need not live until the next feed().
void SseDecoder::keep_rest() {
    pending_.append(input_.substr(start_));
    input_ = {};
    start_ = cursor_ = next_lf_ = next_cr_ = 0;
    if (last_id_.data() == id_.data()) return;
    next_id_.assign(last_id_);
    id_changed_ = true;
}

Result<bool> SseDecoder::next(SseEvent& event) {
    while (!failed_) {
        auto const complete = find_block_end();
        failed_ = pending_.size() + (cursor_ - start_) > max_event_;
        if (failed_) break;
        if (!complete) {
            keep_rest();
            return false;
        }
        auto const lines = lines_;
        lines_ = 0;
        auto const block = take_block();
        if (lines > 0 && read_block(block, lines == 1, event)) return true;
    }
    return fail(Errc::provider_protocol, "an event of the provider's stream is too large");
}

bool SseDecoder::mid_event() const { return lines_ > 0 || (line_length_ > 0 && !comment_); }

}  // namespace signalbox::wire
