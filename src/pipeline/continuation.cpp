#include "pipeline/continuation.hpp"

#include <array>

namespace signalbox {

namespace {

constexpr std::string_view wish =
    "Your last message was cut off. Go on exactly where it ends: repeat nothing of it, and add no remark of your own.";

}  // namespace

void Continuation::begin(DeltaSink& reader) {
    reader_ = &reader;
    text_.clear();
    only_text_ = true;
    seam_.reset();
    asked_.reset();
}

void Continuation::go_on(DeltaSink& reader) {
    reader_ = &reader;
    seam_.emplace(text_);
    std::array const more{Message{Role::assistant, text_}, Message{Role::user, std::string{wish}}};
    asked_ = std::make_unique<ExtendedQuestion>(context_, more);
}

bool Continuation::can_go_on() const {
    return only_text_ && !text_.empty() && !context_.needs_tools && !context_.needs_json;
}

void Continuation::on_delta(Delta const& delta) {
    only_text_ = only_text_ && !delta.tool_calls;
    if (!seam_) {
        text_ += delta.text;
        return reader_->on_delta(delta);
    }
    pass({.text = seam_->feed(delta.text), .reasoning = delta.reasoning});
}

void Continuation::end() {
    if (seam_) pass({.text = seam_->finish()});
    seam_.reset();
}

void Continuation::pass(Delta const& delta) {
    if (delta.text.empty() && delta.reasoning.empty()) return;
    text_ += delta.text;
    reader_->on_delta({.text = delta.text, .reasoning = delta.reasoning, .so_far = text_});
}

}  // namespace signalbox
