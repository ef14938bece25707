namespace QlikSnowflake.Emulator.QlikCloud;

/// <summary>What the tenant allows its API keys. (Fields and defaults: API keys, Qlik Cloud REST reference.)</summary>
internal sealed class ApiKeyPolicy
{
    public string MaxExpiry { get; set; } = "PT24H";

    public int MaxKeysPerUser { get; set; } = 5;

    public string ScimExpiry { get; set; } = "P365D";

    /// <summary>On legacy tenants only.</summary>
    public bool Enabled { get; set; }
}
