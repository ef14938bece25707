using QlikSnowflake.QlikCloud.Connections;

namespace QlikSnowflake.Commands.QlikCloud;

/// <summary>Takes a data connection as Get-QlikCloudDataConnection emits it in place of an id.</summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class DataConnectionArgumentAttribute : IdArgumentAttribute
{
    private protected override string? IdOf(object value) => (value as QlikCloudDataConnection)?.Id;
}
