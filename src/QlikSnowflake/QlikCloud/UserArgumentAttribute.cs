using QlikSnowflake.QlikCloud;

namespace QlikSnowflake.Commands.QlikCloud;

/// <summary>Takes a user as Get-QlikCloudUser emits it in place of an id.</summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class UserArgumentAttribute : IdArgumentAttribute
{
    private protected override string? IdOf(object value) => (value as QlikCloudUser)?.Id;
}
