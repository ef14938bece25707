using System.Management.Automation;
using System.Management.Automation.Language;

namespace QlikSnowflake.Commands;

/// <summary>Completion results that stay one argument whatever they hold.</summary>
internal static class CompletionText
{
    public static CompletionResult Result(string value, string toolTip)
    {
        var plain = value.Length > 0 && value.All(c => char.IsLetterOrDigit(c) || c is '-' or '_' or '.' or ':' or '\\' or '/');
        var text = plain ? value : "'" + CodeGeneration.EscapeSingleQuotedStringContent(value) + "'";
        return new CompletionResult(
            text,
            value.Length > 0 ? value : "''",
            CompletionResultType.ParameterValue,
            toolTip.Length > 0 ? toolTip : "(empty)"
        );
    }
}
