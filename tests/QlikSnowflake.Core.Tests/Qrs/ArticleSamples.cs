namespace QlikSnowflake.Tests.Qrs;

/// <summary>
/// The two JSON samples of Qlik support article 2522745 as it prints them, their damage from the console's window
/// included.
/// </summary>
internal static class ArticleSamples
{
    public const string Get = """
{
      "id":  "400af54c-9913-4e49-90fb-d6e9fecbe3f6",
    "createdDate":  "2025-06-13T13:29:39.611Z",
    "modifiedDate":  "2025-06-13T13:29:39.611Z",
    "modifiedByUserName":  "DOMAIN\\qvservice",
    "customProperties":  [],
       "owner":  {
         "id":  "874751d5-61f2-411a-bba2-147c68581471",
         "userId":  "qvservice",
         "userDirectory":  "DOMAIN",
         "userDirectoryConnectorName": "",
         "name":  "qvservice",
         "privileges":  null
     },
"name": "Snowflake_no_encrypted (domain_qvservice)",
"connectionstring": ""CUSTOM CONNECT TO \"provider=QvOdbcConnectorPackage.exe;driver=snowflake;server=JIPCXQB-ATTUNITY_PARTNER.snowflakecomputing.com;po
rt=443;database=testDATABASE;schema=PUBLIC;warehouse=MONO_TEST;validateSessionParam=false;role=SYSADMIN;authenticator=snowflake_jwt;allowNonSelectQueries=fa
lse;QueryTimeout=600;useBulkReader=true;maxStringLength=4096;\"",
"type": "QvOdbcConnectorPackage.exe",
"engineObjectId": "",
"username": "jmkxxxx",
"password": "PRIV_KEY_FILE%2rsa_key.p8%%2LS0tLS1CRUdJTiBQUklWQVRFIEtFWS0.........",  //see note bellow
"architecture": 0,
"privileges":  null,
"schemaPath":  "DataConnection"
}
""";

    public const string Post = """
{
    "id":  "400af54c-9913-4e49-90fb-d6e9fecbe3f6",
    "createdDate":  "2025-06-13T13:29:39.611Z",
    "modifiedDate":  "2025-06-13T13:29:39.611Z",
    "modifiedByUserName":  "DOMAIN\\qvservice",
    "customProperties":  [

                         ],
    "owner":  {
                  "id":  "874751d5-61f2-411a-bba2-147c68581471",
                  "userId":  "qvservice",
                  "userDirectory":  "DOMAIN",
                  "userDirectoryConnectorName":  "",
                  "name":  "qvservice",
                  "privileges":  null
              },
    "name":  "Snowflake_no_encrypted (domain_qvservice)",
    "connectionstring":  "CUSTOM CONNECT TO \"provider=QvOdbcConnectorPackage.exe;driver=snowflake;server=JIPCXQB-ATTUNITY_PARTNER.snowflakecomputing.com;po
rt=443;database=testDATABASE;schema=PUBLIC;warehouse=MONO_TEST;validateSessionParam=false;role=SYSADMIN;authenticator=snowflake_jwt;allowNonSelectQueries=fa
lse;QueryTimeout=600;useBulkReader=true;maxStringLength=4096;\"",
    "type":  "QvOdbcConnectorPackage.exe",
    "engineObjectId":  "400af54c-9913-4e49-90fb-d6e9fecbe3f6",
    "username":  "jmxxxxx ",
       "password": "PRIV_KEY_FILE%2rsa_key.p8%%2LS0tLS1CRUdJTiBQUklWQVRFIEtFWS0xxxxxxxxxxxxxxx..",
    "logOn":  1,
    "architecture":  0,
    "tags":  [

             ],
    "privileges":  null,
    "schemaPath":  "DataConnection"
}
""";

    /// <summary>The line, from 1, on which a text first appears.</summary>
    public static int LineOf(string sample, string text) =>
        sample.Substring(0, sample.IndexOf(text, StringComparison.Ordinal)).Count(c => c == '\n') + 1;

    /// <summary>The POST sample with its broken lines joined.</summary>
    public static string Repaired => Post.Replace("po\nrt", "port").Replace("fa\nlse", "false");
}
