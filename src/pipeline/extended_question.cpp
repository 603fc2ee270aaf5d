#include "pipeline/extended_question.hpp"

#include "wire/extended_chat.hpp"

namespace signalbox {

ExtendedQuestion::ExtendedQuestion(ChainContext const& context, std::span<Message const> more) : context_{context} {
    context_.messages.insert(context_.messages.end(), more.begin(), more.end());
    if (context.raw == nullptr) return;
    members_ = wire::extended_members(*context.raw, more);
    raw_ = *context.raw;
    raw_.members = {members_};
    raw_.messages_body = {};  // has the old conversation only
    context_.raw = &raw_;
}

}  // namespace signalbox
